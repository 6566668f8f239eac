import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { workspaceEvent } from '../kernel/event.ts';
import { pageToWorker } from '../preview/injected-config.ts';
import { messageFromPreview, messageToPreview } from '../preview/injected-messages.ts';
import { discoveryMessage } from './discovery.ts';
import { execToTab, kernelCalls, watchEvents } from './kernel-api.ts';
import * as link from './preview-link.ts';
import { ptyToTab, tabToPty } from './pty-messages.ts';
import { shapeOf, shapeOfCalls } from './shape.ts';
import { hostToKernel, kernelToHost, stateToTab, tabHello } from './tab-messages.ts';
import { PROTOCOL_VERSION } from './version.ts';

const messages: Readonly<Record<string, unknown>> = {
  ...{ tabHello, stateToTab, kernelToHost, hostToKernel, discoveryMessage, ptyToTab, tabToPty },
  ...{ execToTab, watchEvents, workspaceEvent, pageToWorker, messageToPreview, messageFromPreview },
  ...{ offerPreviewLink: link.offerPreviewLink, linkToKernel: link.linkToKernel },
  ...{ kernelToLink: link.kernelToLink, needLink: link.needLink, giveLink: link.giveLink },
  ...{ wantLink: link.wantLink, noKernel: link.noKernel, bridgeReady: link.bridgeReady },
};

/** The shape recorded for each version: a schema that changes needs a new PROTOCOL_VERSION and a line of its history. */
const recorded: Readonly<Record<number, string>> = {
  2: '8d96d7131a95c598',
  3: '947e673356177f5f',
  4: '93345945ca493ffe',
  5: 'd67828d775762612',
  6: 'ce67ca7bae88b3ce',
  7: '5546553a9257affd',
  8: '1544f43fc03028f3',
  9: '826d742e28306e12',
  10: 'f2f18103403c5a33',
  11: '3d646f185b0c8c4e',
  12: '807f574ffb2e1b3b',
  13: '7b10626c4fbb5918',
  14: '8f94e4294b41e7f2',
};

it('the schemas of the messages change only with PROTOCOL_VERSION', () => {
  const shape = { calls: shapeOfCalls(kernelCalls), messages: shapeOf(messages) };
  const hash = createHash('sha256').update(JSON.stringify(shape)).digest('hex');
  expect(hash.slice(0, 16)).toBe(recorded[PROTOCOL_VERSION]);
});

it('the shape tells what a schema accepts', () => {
  const text = JSON.stringify(shapeOf(tabToPty));
  expect(text).toContain('"type":"variant","key":"type"');
  expect(text).toContain('"ack"');
  expect(JSON.stringify(shapeOfCalls(kernelCalls))).toContain('"importZip"');
});
