import type { FieldFault, Problem } from '@/lib/domain/problem';

/** Thrown by a handler to end a call with an RFC 9457 answer. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  readonly headers: Record<string, string>;

  constructor(problem: Problem, headers: Record<string, string> = {}) {
    super(problem.title);
    this.problem = problem;
    this.headers = headers;
  }
}

const PROBLEM_BASE = 'urn:havenwacht:problem:';

export function problem(
  status: number,
  code: string,
  title: string,
  extra: { detail?: string; errors?: FieldFault[] } = {},
  headers: Record<string, string> = {},
): ProblemError {
  return new ProblemError({ type: PROBLEM_BASE + code, title, status, ...extra }, headers);
}

export function problemAnswer(error: ProblemError): Response {
  return new Response(JSON.stringify(error.problem), {
    status: error.problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...error.headers,
    },
  });
}

export function jsonAnswer(
  body: unknown,
  options: { status?: number; headers?: Record<string, string>; type?: string } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: options.status ?? 200,
    headers: {
      'content-type': options.type ?? 'application/json',
      'cache-control': 'no-store',
      ...options.headers,
    },
  });
}
