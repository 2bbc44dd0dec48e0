// A net for another number of classes: data of a person's own seldom have ten.
import { isParallel, type NetworkDocument } from './document.ts';

/**
 * The document with its last layer's units set to `classes`, if that is a fully connected one; else itself, as is one
 * that says what it tells apart.
 */
export function fitClasses(document: NetworkDocument, classes: number): NetworkDocument {
  const last = document.layers.at(-1);
  if (document.classes !== undefined) return document;
  if (!last || isParallel(last) || last.type !== 'fc' || last.units === classes) return document;
  return { ...document, layers: [...document.layers.slice(0, -1), { ...last, units: classes }] };
}
