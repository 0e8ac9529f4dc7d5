import type { Monitors } from '../monitors/monitors.ts';
import { lasting, type Trouble } from './trouble.ts';

/** What monitoring systems may have to say. */
export function createAlertTroubles(monitors: Monitors): Trouble[] {
  const from = (source: 'prometheus' | 'kibana' | 'grafana' | 'storm', label: string, summary: string): Trouble =>
    lasting(
      'alerts',
      { name: `alert-${source}`, label, summary },
      {
        isOn: () => monitors.isFiring(source),
        set: (isOn) => (isOn ? monitors.fire(source) : monitors.resolve(source)),
      },
    );
  return [
    from('prometheus', 'Prometheus', 'Alertmanager sends an alert of Prometheus: many errors of the service'),
    from('kibana', 'ELK (Kibana)', 'a rule of Kibana finds 5xx in the service’s log'),
    from('grafana', 'Grafana', 'a rule of Grafana finds the service slow'),
    from('storm', 'Storm of 300', 'Alertmanager sends 300 alerts at once, each in a request of its own'),
  ];
}
