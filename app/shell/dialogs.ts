// Which dialog is open, and at what. Dialogs are fetched when they are first opened.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type DialogName = 'data' | 'keys' | 'speed' | 'stories' | 'pattern' | 'guide';

const store = createStore<{ open: DialogName | null; topic: string }>(() => ({ open: null, topic: '' }));

/** `topic` is what of the dialog to show first: the guide takes the type of a layer. */
export const openDialog = (open: DialogName | null, topic = ''): void => store.setState({ open, topic });
export const useOpenDialog = (): DialogName | null => useStore(store, (state) => state.open);
export const useDialogTopic = (): string => useStore(store, (state) => state.topic);
