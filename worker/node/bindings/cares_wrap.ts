// `internalBinding('cares_wrap')`: names and addresses. This machine's names are known here; names of other machines get an
// address of the outbound table (outbound/hosts.ts). DNS records cannot be asked for: a browser has no resolver to ask.

import type { AsyncWrapInstance, Binding, Realm } from '../realm.ts';
import { isLocalAddress, isLocalName } from '../outbound/hosts.ts';
import { outboundOf } from '../outbound/outbound.ts';
import { canonicalIp, ipv6Bytes, ipVersion } from './ip-address.ts';

const constants = {
  AF_INET: 2,
  AF_INET6: 10,
  AF_UNSPEC: 0,
  AI_ADDRCONFIG: 32,
  AI_ALL: 16,
  AI_V4MAPPED: 8,
  DNS_ORDER_VERBATIM: 0,
  DNS_ORDER_IPV4_FIRST: 1,
  DNS_ORDER_IPV6_FIRST: 2,
} as const;

/** c-ares's texts of the codes that can occur here (ares_strerror). */
const aresTexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Could not contact DNS servers',
  ECANCELLED: 'DNS query cancelled',
  ENOTFOUND: 'Domain name not found',
};
/** Top-level names that never resolve (RFC 6761, RFC 6762, RFC 8375). */
const unresolvable = /(?:^|\.)(?:invalid|test|example|local|home\.arpa)\.?$/i;
/** Names without a dot are looked for on the local network, of which there is none. */
const qualified = /[^.]\.[^.]/;

const services: Readonly<Record<number, string>> = {
  21: 'ftp',
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  443: 'https',
};

export function createCaresWrapBinding(realm: Realm): Binding {
  const { loop } = realm;
  const request = (provider: string) =>
    class extends realm.AsyncWrap {
      constructor() {
        super(provider);
      }
    };
  class GetAddrInfoReqWrap extends request('GETADDRINFOREQWRAP') {}
  class GetNameInfoReqWrap extends request('GETNAMEINFOREQWRAP') {}
  class QueryReqWrap extends request('QUERYWRAP') {}

  const later = (req: AsyncWrapInstance, args: readonly unknown[]): number => {
    const end = loop.beginRequest();
    realm.host.macrotask(() =>
      loop.post(() => {
        end();
        loop.complete(req, args);
      }),
    );
    return 0;
  };

  /** Addresses of a name for a family (0, 4 or 6), or the libuv code of the failure. */
  const resolve = (name: string, family: number): string[] | string => {
    const version = ipVersion(name);
    if (version !== 0) return family === 0 || family === version ? [name] : 'EAI_ADDRFAMILY';
    if (isLocalName(name)) return family === 6 ? ['::1'] : ['127.0.0.1'];
    if (!qualified.test(name) || unresolvable.test(name)) return 'ENOTFOUND';
    return family === 6 ? 'ENOTFOUND' : [outboundOf(realm).hosts.addressOf(name)];
  };
  function getaddrinfo(req: AsyncWrapInstance, name: string, family: number): number {
    const found = resolve(name, family);
    return Array.isArray(found)
      ? later(req, [null, found])
      : later(req, [realm.errno(found === 'ENOTFOUND' ? 'EAI_NONAME' : found), undefined]);
  }
  function getnameinfo(req: AsyncWrapInstance, address: string, port: number): number {
    const name = isLocalAddress(address) ? 'localhost' : outboundOf(realm).hosts.hostOf(address);
    return later(req, [null, name, services[port] ?? String(port)]);
  }

  class ChannelWrap extends realm.AsyncWrap {
    #servers: readonly unknown[] = [];
    constructor() {
      super('DNSCHANNEL');
    }
    getServers(): readonly unknown[] {
      return this.#servers;
    }
    setServers(servers: readonly unknown[]): number {
      this.#servers = servers;
      return 0;
    }
    setLocalAddress(): void {}
    cancel(): void {}
  }
  // Every query fails as it does on a machine that cannot reach its DNS servers: that is what a browser tab is.
  const queries = [
    ...[
      'getHostByAddr',
      'queryA',
      'queryAny',
      'queryAaaa',
      'queryCaa',
      'queryCname',
      'queryMx',
      'queryNaptr',
    ],
    ...['queryNs', 'queryPtr', 'querySrv', 'querySoa', 'queryTlsa', 'queryTxt'],
  ];
  for (const name of queries) {
    Object.defineProperty(ChannelWrap.prototype, name, {
      configurable: true,
      writable: true,
      value: (req: AsyncWrapInstance) => later(req, ['ECONNREFUSED']),
    });
  }

  return {
    ...constants,
    getaddrinfo,
    getnameinfo,
    canonicalizeIP: canonicalIp,
    convertIpv6StringToBuffer: ipv6Bytes,
    strerror: (code: string | number) => aresTexts[code] ?? String(code),
    GetAddrInfoReqWrap,
    GetNameInfoReqWrap,
    QueryReqWrap,
    ChannelWrap,
  };
}
