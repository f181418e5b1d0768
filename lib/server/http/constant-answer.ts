import { compress, type Encoding, preferredEncoding } from './node-adapter';
import type { ApiHandler } from './router';

/** A handler whose body is made and compressed once per process: large tables that never change while it runs. */
export function constantAnswer(
  makeBody: (call: Parameters<ApiHandler>[0]) => unknown,
  headers: Record<string, string>,
): ApiHandler {
  let plain: Uint8Array<ArrayBuffer> | null = null;
  const packed = new Map<Encoding, Promise<Buffer<ArrayBuffer>>>();
  return async (call) => {
    plain ??= new TextEncoder().encode(JSON.stringify(makeBody(call)));
    const encoding = preferredEncoding(call.request.headers.get('accept-encoding') ?? undefined);
    if (!encoding) return new Response(plain, { headers });
    let body = packed.get(encoding);
    if (!body) {
      body = compress(plain, encoding, 6);
      packed.set(encoding, body);
    }
    return new Response(await body, { headers: { ...headers, 'content-encoding': encoding } });
  };
}
