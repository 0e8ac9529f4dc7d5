export interface ApiErrorDetail {
  code: number;
  message: string;
}

/** An answer of the API that is no success. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly chain: readonly ApiErrorDetail[];

  constructor(status: number, code: number, message: string, chain: readonly ApiErrorDetail[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.chain = chain;
  }
}
