// Between a window of the IDE and its service worker: what of the build is kept for visits without a network.

import * as v from 'valibot';
import { count, messagePort, type Wire } from './schema.ts';

/** To the service worker. `fetch`: nothing is going on in this window, so what is missing may be fetched first. */
export const keepOffline = v.object({
  holdfast: v.literal('keep-offline'),
  fetch: v.boolean(),
  answer: messagePort,
});
export type KeepOffline = Wire<typeof keepOffline>;

/** On `answer`. In development there are no files. */
export const offlineAnswer = v.object({ files: count, missing: count });
export type OfflineAnswer = Wire<typeof offlineAnswer>;
