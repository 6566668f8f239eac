// The script of `setPreviewScript` as an element for a page's head. It comes behind the preview's own client.

import { scriptPath } from '../preview/injected-config.ts';
import type { ProjectId } from '../protocol/ids.ts';
import type { PreviewScript } from '../protocol/preview-message.ts';

/** In ASCII, as injectIntoHtml wants it. */
export function previewScriptElement(
  { source, options }: PreviewScript,
  project: ProjectId,
  nonce: string | undefined,
): string {
  const allowed = nonce === undefined ? '' : ` nonce="${nonce}"`;
  if (options.type === 'importmap') {
    // Browsers take import maps from the page alone. JSON may have its characters escaped.
    const json = source.replace(
      /[<\u0080-\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return `<script type="importmap"${allowed}>${json}</script>`;
  }
  const attributes = [
    options.type === undefined ? '' : ` type="${options.type}"`,
    options.defer === true ? ' defer' : '',
    options.async === true ? ' async' : '',
  ].join('');
  return `<script src="${scriptPath}?project=${project}"${attributes}${allowed}></script>`;
}
