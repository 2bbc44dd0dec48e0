// An image as a net gets it: its numbers as a picture, 0 as mid-grey; and the scale that several share.
import { useEffect, useRef } from 'react';
import { paintPixels } from '../../draw/paintPixels.ts';
import { rgbPixels } from '../../draw/pixels.ts';
import { mapSlice } from '../../draw/slices.ts';
import { scaleOf, summarise } from '../../draw/statistics.ts';
import './inputImages.css';

export interface InputScale {
  /** [height, width, channels] */
  shape: readonly number[];
  /** What is drawn white, and its negative black; a few values may lie beyond. */
  max: number;
}

export const inputScale = (shape: readonly number[], images: readonly Float32Array[]): InputScale => ({
  shape,
  max: Math.max(0, ...images.map((image) => scaleOf(image, summarise(image).peak))),
});

interface Props {
  /** Undefined where it is not there yet; it has its place. */
  image: Float32Array | undefined;
  scale: InputScale | null;
  /** Read out; without it the image is left to what stands around it. */
  name?: string;
}

export function InputImage({ image, scale, name }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!image || !scale) return;
    const planes = [0, 1, 2].map((c) => mapSlice(scale.shape, scale.shape[2] >= 3 ? c : 0));
    paintPixels(canvas.current!, rgbPixels(image, planes, scale.max));
  }, [image, scale]);
  const [height, width] = scale?.shape ?? [1, 1];
  const told = name ? { role: 'img', 'aria-label': name, title: name } : { 'aria-hidden': true };
  return <canvas ref={canvas} style={{ aspectRatio: `${width} / ${height}` }} {...told} />;
}
