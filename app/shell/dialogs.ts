// Which dialog is open. Dialogs are fetched when they are first opened.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type DialogName = 'data' | 'keys' | 'speed' | 'stories' | 'pattern';

const store = createStore<{ open: DialogName | null }>(() => ({ open: null }));

export const openDialog = (open: DialogName | null): void => store.setState({ open });
export const useOpenDialog = (): DialogName | null => useStore(store, (state) => state.open);
