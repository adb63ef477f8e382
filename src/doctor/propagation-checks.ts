import { type Running, runningPropagations } from '../context/propagate.ts';
import type { DoctorCheck } from './check.ts';

/** Whether outgoing requests take ids along, and to whom. */
export function checkPropagation(): DoctorCheck[] {
  const running = runningPropagations();
  if (running.length > 0) return running.map(describeRunning);
  const says = 'Outgoing requests carry no ids.';
  return [
    { part: 'propagation', state: 'off', says, advice: 'Call propagateContext() from logveil/context at start.' },
  ];
}

function describeRunning({ hosts, stats }: Running): DoctorCheck {
  const { sent, withheld } = stats();
  const says = `Requests to ${hosts.join(', ') || 'no host'} carry the ids: ${sent} so far.`;
  if (withheld === 0) return { part: 'propagation', state: 'on', says };
  const advice = `${withheld} went without, to hosts that are not on the list (option hosts).`;
  return { part: 'propagation', state: 'on', says, advice };
}
