import type { ShownDns, ShownSite } from '../../page-server/shapes.ts';
import { Part } from './part.tsx';
import { SiteName } from './site-name.tsx';
import { TimeLeft } from './time-left.tsx';
import { useWorld } from './world-context.ts';

/** The way of a change: from the API to the name server to what resolvers remember, until its time is over. */
export function DnsRows({ dns, sites }: { dns: ShownDns; sites: readonly ShownSite[] }) {
  const { texts, number } = useWorld();
  const target = (content: string) => <Target content={content} sites={sites} />;
  return (
    <Part name="dns" title={texts.dns} aside={<span class="world-soft world-code">{dns.name}</span>}>
      <ol class="world-way">
        <li>
          <span class="world-way-name">{texts.dnsApi}</span>
          {dns.api ? target(dns.api.content) : <span class="world-bad">{texts.noRecord}</span>}
          <span class="world-way-time">
            {dns.api && texts.ttl(number(dns.api.ttl))}
            {dns.api?.proxied && `, ${texts.proxied}`}
          </span>
        </li>
        <li>
          <span class="world-way-name">{texts.dnsServer}</span>
          {dns.authoritative ? target(dns.authoritative.content) : <span class="world-bad">{texts.noAnswer}</span>}
          <span class="world-way-time">{dns.authoritative && texts.ttl(number(dns.authoritative.ttl))}</span>
        </li>
        {dns.resolvers.map(({ name, cached, isStale }, index) => (
          <li key={name}>
            <span class="world-way-name">{index === 0 ? texts.dnsResolver : texts.dnsOther}</span>
            {cached ? target(cached.content) : <span class="world-soft">{texts.nothingKept}</span>}
            <span class="world-way-time">
              {cached && <TimeLeft {...cached} isStale={isStale} />}
              {isStale && <span class="world-warn">{texts.stale}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Target({ content, sites }: { content: string; sites: readonly ShownSite[] }) {
  const { texts } = useWorld();
  const site = sites.find((it) => it.target === content);
  return (
    <span class="world-target" title={content}>
      {site ? <SiteName site={site.name} /> : <span class="world-bad">{texts.elsewhere}</span>}
      {!site && <span class="world-soft world-code">{content}</span>}
    </span>
  );
}
