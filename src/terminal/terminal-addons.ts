// What a terminal can do without: links, search, newer character widths, the GPU renderer. Loaded after the first screen,
// so that a reattached terminal paints without waiting for them.

import type { Terminal } from '@xterm/xterm';
import { readToken } from '../workbench/theme.ts';
import type { FileLinkOptions } from './file-link-provider.ts';

export interface SearchHandle {
  /** Selects the next match; `direction` -1 searches backwards. */
  find(text: string, direction: 1 | -1, incremental: boolean): void;
  clear(): void;
  onResults(listener: (result: { readonly index: number; readonly count: number }) => void): () => void;
}

/** Unicode 11 widths first: the kernel's own screen counts the same way, and a replay must not wrap differently. */
export async function loadAddons(
  terminal: Terminal,
  openLink: (url: string) => void,
  fileLinks: FileLinkOptions,
): Promise<SearchHandle> {
  const [{ Unicode11Addon }, { WebLinksAddon }, { SearchAddon }, { fileLinkProvider }] = await Promise.all([
    import('@xterm/addon-unicode11'),
    import('@xterm/addon-web-links'),
    import('@xterm/addon-search'),
    import('./file-link-provider.ts'),
  ]);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(new WebLinksAddon((_event, url) => openLink(url)));
  terminal.registerLinkProvider(fileLinkProvider(terminal, fileLinks));
  const search = new SearchAddon();
  terminal.loadAddon(search);
  if (hasFastWebGl()) await loadWebGl(terminal);
  const decorations = () => ({
    matchBackground: readToken('--find-match-2'),
    matchOverviewRuler: readToken('--warn'),
    activeMatchBackground: readToken('--find-match'),
    activeMatchColorOverviewRuler: readToken('--accent'),
  });
  return {
    find(text, direction, incremental) {
      if (text === '') return search.clearDecorations();
      const options = { decorations: decorations(), incremental };
      if (direction === 1) search.findNext(text, options);
      else search.findPrevious(text, options);
    },
    clear: () => search.clearDecorations(),
    onResults(listener) {
      const subscription = search.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ index: resultIndex, count: resultCount }),
      );
      return () => subscription.dispose();
    },
  };
}

/** A software renderer draws slower than the DOM does, and not every browser counts it as a caveat. */
const softwareRenderers = /swiftshader|llvmpipe|software|basic render/i;

function hasFastWebGl(): boolean {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (gl === null) return false;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = info === null ? '' : String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !softwareRenderers.test(renderer);
}

async function loadWebGl(terminal: Terminal): Promise<void> {
  const { WebglAddon } = await import('@xterm/addon-webgl');
  try {
    const webgl = new WebglAddon();
    // The GPU was reset, or too many contexts are open: the DOM renderer takes over.
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
  } catch {
    // No WebGL after all; the DOM renderer is there already.
  }
}
