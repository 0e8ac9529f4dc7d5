import { schemeOf } from './endpoint.ts';
import type { ServiceConfig, SiteName } from './inventory.ts';
import type { NoAnswer } from './ports/prober.ts';
import type { Texts } from './texts/catalogue.ts';

export type HttpSighting =
  | { ok: true; status: number; headers: Readonly<Record<string, string>> }
  | { ok: false; reason: NoAnswer };

export interface HttpVerdict {
  /** The site serves: status below 500 and, where there is a marker, the marker says this site. */
  isGood: boolean;
  /** Stable: `2xx`, `5xx`, `timed_out`, `other_site`. */
  code: string;
  /** `https 200`, `https timed out`. */
  text: string;
}

/** Judges an answer that should come from this site of the service. A port that accepts is not a service that answers. */
export function judgeHttp(
  sighting: HttpSighting,
  service: ServiceConfig,
  site: SiteName,
  url: string,
  texts: Texts,
): HttpVerdict {
  const scheme = schemeOf(url);
  if (!sighting.ok) {
    return { isGood: false, code: sighting.reason, text: `${scheme} ${texts.steps.noAnswer[sighting.reason]}` };
  }
  const text = `${scheme} ${sighting.status}`;
  const statusClass = `${Math.floor(sighting.status / 100)}xx`;
  if (sighting.status >= 500) return { isGood: false, code: statusClass, text };
  const { marker } = service;
  const value = marker && sighting.headers[marker.header.toLowerCase()];
  if (!marker || value === marker[site]) return { isGood: true, code: statusClass, text };
  const said =
    value === undefined
      ? texts.steps.markerMissing({ header: marker.header })
      : `${marker.header}: ${value.slice(0, 60)}`;
  return { isGood: false, code: 'other_site', text: `${text} (${said})` };
}
