import type { ApiError } from './api-error.ts';

export interface Envelope {
  result: unknown;
  success: boolean;
  errors: { code: number; message: string; error_chain?: { code: number; message: string }[] }[];
  messages: unknown[];
  result_info?: ResultInfo;
}

export interface ResultInfo {
  page: number;
  per_page: number;
  count: number;
  total_count: number;
  total_pages: number;
}

export function toSuccess(result: unknown, resultInfo?: ResultInfo): Envelope {
  return { result, success: true, errors: [], messages: [], ...(resultInfo && { result_info: resultInfo }) };
}

export function toFailure({ code, message, chain }: ApiError): Envelope {
  const error = { code, message, ...(chain.length > 0 && { error_chain: [...chain] }) };
  return { result: null, success: false, errors: [error], messages: [] };
}

/** One page of a list, by `page` and `per_page`. */
export function toPage(all: readonly unknown[], query: URLSearchParams, perPageDefault: number): Envelope {
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1);
  const perPage = Math.max(1, Number(query.get('per_page') ?? perPageDefault) || perPageDefault);
  const result = all.slice((page - 1) * perPage, page * perPage);
  return toSuccess(result, {
    page,
    per_page: perPage,
    count: result.length,
    total_count: all.length,
    total_pages: Math.ceil(all.length / perPage),
  });
}
