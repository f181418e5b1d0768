import type { BrowserContext } from '@playwright/test';

/**
 * Lets the maps of a context's pages work without drawing: their WebGL takes every call and does nothing. Camera, sources,
 * placement of labels, clicks on records, lists of what is in view are MapLibre's as ever; only pixels are missing. A page
 * without a graphics card spends most of its processor time on those, so that a test that is about numbers, words, keys
 * and the address asks for this one, and those about what is seen do not.
 */
export async function leaveMapsUndrawn(context: BrowserContext): Promise<void> {
  await context.addInitScript(replaceWebGl);
}

/** Runs in the page. */
function replaceWebGl(): void {
  const getContext = HTMLCanvasElement.prototype.getContext as (
    this: HTMLCanvasElement,
    kind: string,
    attributes?: unknown,
  ) => unknown;
  const contexts = new WeakMap<HTMLCanvasElement, object>();

  function undrawn(canvas: HTMLCanvasElement, attributes: unknown): object {
    const methods: Record<string, unknown> = {};
    const prototype = WebGL2RenderingContext.prototype;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
      if (typeof value === 'number') methods[name] = value;
      else if (typeof value === 'function') methods[name] = () => null;
    }
    const make = () => ({});
    for (const name of Object.keys(methods)) {
      if (/^(create|get\w+Location$|fenceSync)/.test(name)) methods[name] = make;
    }
    return Object.assign(methods, {
      canvas,
      getAttribLocation: () => 0,
      getContextAttributes: () => ({ ...(attributes as object), stencil: true, depth: true }),
      getProgramParameter: () => true,
      getShaderParameter: () => true,
      getProgramInfoLog: () => '',
      getShaderInfoLog: () => '',
      getSupportedExtensions: () => [],
      getParameter: (name: number) =>
        name === prototype.VIEWPORT || name === prototype.SCISSOR_BOX
          ? new Int32Array([0, 0, canvas.width, canvas.height])
          : name === prototype.ALIASED_LINE_WIDTH_RANGE
            ? new Float32Array([1, 1])
            : 4_096,
      getError: () => 0,
      checkFramebufferStatus: () => prototype.FRAMEBUFFER_COMPLETE,
      isContextLost: () => false,
      drawingBufferWidth: canvas.width,
      drawingBufferHeight: canvas.height,
    });
  }

  HTMLCanvasElement.prototype.getContext = function (
    this: HTMLCanvasElement,
    kind: string,
    attributes?: unknown,
  ) {
    if (!kind.startsWith('webgl')) return getContext.call(this, kind, attributes);
    const made = contexts.get(this) ?? undrawn(this, attributes);
    contexts.set(this, made);
    return made;
  } as HTMLCanvasElement['getContext'];
}
