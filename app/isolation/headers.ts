// The headers of cross-origin isolation, under which threads may share memory: the server sends them, or the
// service worker adds them.

export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
