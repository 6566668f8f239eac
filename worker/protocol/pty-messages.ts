// What a tab and a PTY session say to each other on a port of their own (KernelApi.attachPTY).

import * as v from 'valibot';
import { count, exitStatus, size, text, type Wire } from './schema.ts';

/** In this order: one replay, then data in order. Made by the kernel; the hot path, so no receiver checks it again. */
export const ptyToTab = v.variant('type', [
  v.object({ type: v.literal('replay'), ...size.entries, data: text, live: v.boolean() }),
  v.object({ type: v.literal('data'), data: text }),
  v.object({ type: v.literal('resize'), ...size.entries }),
  v.object({ type: v.literal('exit'), status: v.nullable(exitStatus) }),
]);
export type PtyToTab = Wire<typeof ptyToTab>;

/** `ack` counts characters (UTF-16 units) that xterm has parsed. */
export const tabToPty = v.variant('type', [
  v.object({ type: v.literal('input'), data: text }),
  v.object({ type: v.literal('resize'), ...size.entries }),
  v.object({ type: v.literal('ack'), chars: count }),
  v.object({ type: v.literal('detach') }),
]);
export type TabToPty = Wire<typeof tabToPty>;
