// Sizes of a window that slides over images, as convolutions, local layers and pools have them.

override batch: u32;
override inHeight: u32;
override inWidth: u32;
override outHeight: u32;
override outWidth: u32;
override kernelHeight: u32;
override kernelWidth: u32;
override strideHeight: u32;
override strideWidth: u32;
override padHeight: u32;
override padWidth: u32;
