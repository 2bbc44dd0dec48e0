// How bright a colour looks, as a sum over its channels.

/**
 * What each channel gives: 0.299, 0.587, 0.114 for red, green and blue (ITU-R BT.601), equal parts for any other
 * number of channels.
 */
export const luminance = (channels: number): readonly number[] =>
  channels === 3 ? [0.299, 0.587, 0.114] : new Array<number>(channels).fill(1 / channels);
