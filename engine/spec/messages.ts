// Every sentence the engine says about a mistake, in English, by code. The page translates by the same
// codes; errors thrown in Node or to a script carry the English sentence.

export const messages = {
  'geometry.notWhole': '{{formula}} = {{result}} is not whole',
  'geometry.tooLarge':
    'the {{kernel}} window is larger than the {{size}} input with its padding: {{formula}} = {{result}}',
  'geometry.paddingTooLarge': 'padding {{padding}} is not smaller than the {{kernel}} window',
  'conv.groups': '{{groups}} groups must divide both {{input}} input channels and {{filters}} filters',
  'padChannels.fewer': '{{channels}} channels are fewer than the {{input}} that come in',
  'layer.first': '{{layer}} must come first: its filters are computed from the images',
  'groupNorm.groups': '{{groups}} groups must divide the {{channels}} channels',
  'lrn.size': 'the window {{size}} must be odd, so that it has a middle',
  'maxout.group': 'groups of {{group}} must divide the {{channels}} channels',
  'connections.channels':
    'the table "{{table}}" connects {{expected}} input channels, but {{actual}} come in',
  'fractional.size':
    '{{input}} pixels cannot become {{output}}: windows must begin one or two pixels after each other',
  'merge.shapes': 'the branches end in different shapes: {{shapes}}',
  'merge.branches': 'a block needs at least two branches',
  'head.shape': 'branch {{branch}} ends in a loss, which needs 1×1×{{classes}}, but it gives {{shape}}',
  'loss.shape': 'softmax needs 1×1×{{classes}} but the last layer gives {{shape}}',
  'document.tooLarge': 'this net needs {{bytes}} of memory, more than the {{limit}} that can be addressed',
  'document.json': 'the network is not valid JSON: {{reason}}',
  'document.schema': 'the network document is wrong at {{path}}: {{reason}}',
  'document.type': 'unknown layer type "{{type}}" at {{path}}; known types: {{known}}',
  'document.version': 'the document has version {{version}}; this playground reads version 1',
  'document.duplicateId': 'two layers are called "{{id}}"; every id must be different',
  'training.schema': 'the training settings are wrong at {{path}}: {{reason}}',
  'preset.unknown': 'there is no preset "{{id}}"; known presets: {{known}}',
  'dataset.unknown': 'there is no data set "{{id}}"; known data sets: {{known}}',
  'dataset.shape':
    'the net expects {{input}} images but the data set "{{title}}" has {{shape}}: both must have as many channels, or one of them a single one',
  'dataset.classes': 'the net tells {{net}} classes apart, but the data set "{{title}}" has {{data}}',
  'dataset.room':
    'the net takes {{input}} and the images of "{{title}}" are {{shape}}: to learn where an image lies, the input must be larger',
  'backend.unknown': 'there is no engine "{{id}}"; known engines: {{known}}',
  'backend.noWebGpu': 'WebGPU is not available here: this platform does not offer it',
  'backend.noAdapter': 'WebGPU is not available here: there is no graphics adapter',
  'backend.noDevice': 'WebGPU is not available here: {{reason}}',
  'backend.noSimd': 'this browser has no WebAssembly with SIMD',
  'backend.memory': 'this net needs {{bytes}} of memory, more than the browser gives',
  'backend.notOpen': 'the engine is still starting; wait until it is ready',
  'backend.limit': '{{tensor}} needs {{bytes}}, more than the {{limit}} this device can bind',
  'backend.lost': 'the device was lost: {{reason}}',
  'backend.device': 'the graphics device reported an error: {{reason}}',
  'network.invalid': 'the network has an error at {{layer}}: {{reason}}',
  'run.notFinite': 'step {{step}} gave a value that is not finite; it first appeared in {{op}} of {{layer}}',
  'run.notFiniteShared':
    'step {{step}} gave a value that is not finite; it first appeared in {{op}}, which works for all layers together',
  'run.notFiniteUnknown':
    'step {{step}} gave a value that is not finite; when the step was repeated, every value was finite',
  'pair.target': 'the first net of a pair must learn where images lie, and the second what they are',
  'checkpoint.unknown': 'there is no checkpoint at step {{step}}; checkpoints: {{known}}',
  'tensor.unknown': 'there is no tensor "{{name}}"; known tensors: {{known}}',
  'tensor.example': 'test image {{example}} does not exist; there are {{count}}',
  'predict.size': 'an image of {{expected}} bytes is needed, but {{actual}} were given',
  'file.notSafetensors': 'this is not a safetensors file: {{reason}}',
  'file.notPlayground': 'this safetensors file was not saved by the playground: {{reason}}',
  'file.mismatch': 'tensor "{{name}}" has shape {{actual}} in the file, but the net needs {{expected}}',
} as const;

export type MessageCode = keyof typeof messages;
export type MessageValues = Readonly<Record<string, string | number>>;

/** The English sentence of a code, its {{names}} filled in. */
export const sentence = (code: MessageCode, values: MessageValues = {}): string =>
  messages[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? `{{${name}}}`));

/** An error for people: what is wrong and where, as a code that can be translated and an English message. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly code: MessageCode,
    readonly values: MessageValues = {},
  ) {
    super(sentence(code, values));
  }
}

/**
 * A step whose values are not finite. `call` is the first op at fault: of a layer, or with the layer "" of all
 * together; null where repeating the step did not find one.
 */
export function notFinite(step: number, call: { op: string; layer: string } | null): EngineError {
  if (!call) return new EngineError('run.notFiniteUnknown', { step });
  const { op, layer } = call;
  return layer === ''
    ? new EngineError('run.notFiniteShared', { step, op })
    : new EngineError('run.notFinite', { step, op, layer });
}
