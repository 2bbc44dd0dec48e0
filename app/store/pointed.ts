// The layer under the pointer, wherever it is drawn: the network's rows and the ledger's light up together.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const pointed = createStore<{ layer: string | null }>(() => ({ layer: null }));

const point = (layer: string | null) => pointed.setState({ layer });

/** Whether a layer is pointed at, and what its row does to say so. */
export function usePointed(layer: string) {
  const isPointed = useStore(pointed, (state) => state.layer === layer);
  return {
    'data-pointed': isPointed || undefined,
    onPointerEnter: () => point(layer),
    onPointerLeave: () => point(null),
  };
}
