// Mistakes in the reader's language. English sentences are the engine's own; other languages have theirs
// under the same code in errors.json, and fall back to English.
import type { TFunction } from 'i18next';
import { type MessageCode, type MessageValues, messages, sentence } from '../../engine/spec/messages.ts';
import type { Failure } from '../../engine/worker/protocol.ts';

/** The sentence of a code with its values; `english` is what to say where there is no translation. */
export function messageText(
  t: TFunction,
  code: string | null,
  values: MessageValues,
  english?: string,
): string {
  const fallback =
    english ?? (code && code in messages ? sentence(code as MessageCode, values) : (code ?? ''));
  return code ? t(`errors:${code}`, { ...values, defaultValue: fallback }) : fallback;
}

export const failureText = (t: TFunction, failure: Failure): string =>
  messageText(t, failure.code, failure.values, failure.message);
