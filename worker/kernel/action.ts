// What can happen to the runtime's state. The reducer is the only reader, RuntimeKernel's parts the only writers.

import type { Port, ProjectId, SessionId } from '../protocol/ids.ts';
import type { ProcessInfo } from '../os/process-context.ts';
import type { PortInfo, ServerState, SessionInfo, StopReason } from './state.ts';

export type Action =
  | { readonly type: 'starting' }
  | { readonly type: 'running'; readonly at: number }
  | { readonly type: 'stopping' }
  | { readonly type: 'stopped'; readonly reason: StopReason; readonly detail: string | null }
  | { readonly type: 'server'; readonly server: ServerState }
  | { readonly type: 'session'; readonly session: SessionInfo }
  | { readonly type: 'session-closed'; readonly id: SessionId }
  | { readonly type: 'port-open'; readonly port: PortInfo }
  | { readonly type: 'port-close'; readonly port: Port }
  | { readonly type: 'processes'; readonly processes: readonly ProcessInfo[] }
  | { readonly type: 'tab-attached'; readonly returning: boolean }
  | { readonly type: 'tab-gone' }
  | { readonly type: 'event'; readonly seq: number }
  | { readonly type: 'project'; readonly project: { readonly id: ProjectId; readonly name: string } }
  | {
      readonly type: 'warning';
      readonly warning: { readonly code: string; readonly message: string } | null;
    };
