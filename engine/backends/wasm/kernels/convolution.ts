// The kernels of the three passes of a convolution; a fully connected layer is one over a row of pixels.
import type { ConvAttributes } from '../../../ops/convGeometry.ts';
import { backwardSlide, forwardSlide, type Slide } from '../../../ops/slide.ts';
import type { Blueprint, Kernel, KernelCall, Phase } from './kernel.ts';
import { packBackward, packForward, panelsOf } from './panels.ts';
import { slideBlueprint, slideItems } from './slide.ts';

/** Packs the weights into scratch, then slides the window over the images. */
function slidePhases(
  { attributes, tile, has, address }: KernelCall,
  slide: Slide,
  pack: Blueprint,
  [source, target]: readonly [string, string],
): Phase[] {
  const scratch = address('scratch');
  const bias = has('bias') ? address('bias') : 0;
  const mask = has('mask') ? address('mask') - address(target) : 0;
  const end = { bias: has('bias'), relu: attributes.relu === 1, mask: has('mask') };
  return [
    {
      blueprint: pack,
      entry: 'pack',
      args: [address('w'), scratch],
      items: slide.groups * panelsOf(slide.output.channels / slide.groups),
    },
    {
      blueprint: slideBlueprint(slide, tile, end),
      entry: 'slide',
      args: [address(source), scratch, bias, address(target), mask],
      items: slideItems(slide),
    },
  ];
}

export const convForward: Kernel = (call) => {
  const slide = forwardSlide(call.attributes as ConvAttributes);
  return slidePhases(call, slide, packForward(slide), ['x', 'y']);
};

export const convBackwardInput: Kernel = (call) => {
  const slide = backwardSlide(call.attributes as ConvAttributes);
  return slidePhases(call, slide, packBackward(slide), ['dy', 'dx']);
};

export { weightGradient as convBackwardWeight } from './weightGradient.ts';
