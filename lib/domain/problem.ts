import type { z } from 'zod';

/** One wrong field: a JSON-pointer-like path and what to do about it. */
export interface FieldFault {
  field: string;
  message: string;
}

/** An error answer, RFC 9457 (`application/problem+json`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: FieldFault[];
}

/** Each wrong field of a failed parse, named as the sender wrote it (`sources.0.url`). */
export function faultsOf(error: z.ZodError): FieldFault[] {
  return error.issues.slice(0, 50).map((issue) => ({
    field: [
      ...issue.path.map(String),
      ...(issue.code === 'unrecognized_keys' ? [issue.keys[0] ?? ''] : []),
    ]
      .join('.')
      .slice(0, 200),
    message:
      issue.code === 'unrecognized_keys'
        ? `no such field: ${issue.keys.map((key) => key.slice(0, 60)).join(', ')}`
        : issue.message,
  }));
}
