// An error as data, so that it can cross the thread and the page can translate it.
import type { EngineDetail } from '../backends/open.ts';
import { DataError } from '../data/dataError.ts';
import { EngineError } from '../spec/messages.ts';
import type { Detail, Failure } from './protocol.ts';

export function failureOf(error: unknown): Failure {
  const { message } = error instanceof Error ? error : { message: String(error) };
  if (error instanceof EngineError) return { message, code: error.code, values: error.values };
  if (error instanceof DataError) return { message, code: `data.${error.code}`, values: error.values };
  return { message, code: null, values: {} };
}

export const detailOf = (detail: EngineDetail): Detail =>
  typeof detail === 'string' ? detail : failureOf(detail.error);
