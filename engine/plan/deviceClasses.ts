// Devices that a speed can be predicted for, by figures as they are usually given for them. Nothing here was
// measured by us, nor checked against the makers' own documents.
export interface DeviceClass {
  id: string;
  /** As its maker calls it; the same in every language. */
  name: string;
  /** Peak of 32-bit arithmetic: operations a second, a multiply-accumulate counting two. */
  flopsPerSecond: number;
  /** Peak traffic with its memory. */
  bytesPerSecond: number;
  /** Units that run workgroups side by side: compute units, multiprocessors, GPU cores. */
  cores: number;
  /** How the peak follows from the figures of the maker named. */
  source: string;
}

export const deviceClasses: readonly DeviceClass[] = [
  {
    id: 'uhd620',
    name: 'Intel UHD Graphics 620',
    flopsPerSecond: 0.42e12,
    bytesPerSecond: 38.4e9,
    cores: 3,
    source: 'Intel: 24 EU × 16 × 1.1 GHz; DDR4-2400 × 2',
  },
  {
    id: 'irisXe',
    name: 'Intel Iris Xe, 96 EU',
    flopsPerSecond: 2.0e12,
    bytesPerSecond: 68.3e9,
    cores: 6,
    source: 'Intel: 96 EU × 16 × 1.3 GHz; LPDDR4X-4266',
  },
  {
    id: 'm1',
    name: 'Apple M1, 8-core GPU',
    flopsPerSecond: 2.6e12,
    bytesPerSecond: 68.3e9,
    cores: 8,
    source: 'Apple, 2020: 2.6 TFLOP/s; LPDDR4X-4266',
  },
  {
    id: 'm2',
    name: 'Apple M2, 10-core GPU',
    flopsPerSecond: 3.6e12,
    bytesPerSecond: 100e9,
    cores: 10,
    source: 'Apple, 2022: 3.6 TFLOP/s, 100 GB/s',
  },
  {
    id: 'rtx3080Laptop',
    name: 'NVIDIA GeForce RTX 3080 Laptop',
    flopsPerSecond: 19.0e12,
    bytesPerSecond: 448e9,
    cores: 48,
    source: 'NVIDIA: 6144 × 2 × 1.545 GHz; GDDR6, 256 bit × 14 Gbit/s',
  },
];
