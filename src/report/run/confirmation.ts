// Says in one or two lines whether runs over sockets confirm virtual time on the same visitors.
import { say } from '../../language/language.ts';
import type { Result } from '../../result/schema.ts';

/** The idle timeouts of one profile on both sides. */
interface Pair {
  readonly profile: string;
  readonly virtual: Result['timeouts']['rate'];
  readonly real: Result['timeouts']['rate'];
}

/**
 * Compares the rates of idle timeouts, profile by profile. A rate over sockets confirms virtual
 * time if it lies inside the 95 % interval of the rate there (Wilson). Leave unreliable runs out:
 * they confirm nothing.
 * @param named the scenario as the user named it
 */
export function confirmationLines(named: string, virtual: readonly Result[], real: readonly Result[]): string[] {
  const pairs = virtual.flatMap(({ run: { profile }, timeouts: { rate } }): Pair[] => {
    const twin = real.find(({ run }) => run.profile === profile);
    return twin === undefined ? [] : [{ profile, virtual: rate, real: twin.timeouts.rate }];
  });
  if (pairs.length === 0) return [];
  const parts = pairs.map(partOf);
  const other = pairs.filter((pair) => !isConfirmed(pair)).map(({ profile }) => profile);
  if (other.length === 0) return [say('start.confirmed', { parts })];
  return [say('start.notConfirmed', { parts }), say('start.outside', { profiles: other, scenario: named })];
}

/** The share in per cent; 0 where nothing was counted. */
const shareOf = ({ count, of }: Result['timeouts']['rate']): number => (of === 0 ? 0 : (count * 100) / of);

/** Nothing counted on both sides counts as confirmed. */
function isConfirmed({ virtual, real }: Pair): boolean {
  if (virtual.of === 0 || real.of === 0) return virtual.of === real.of;
  const share = real.count / real.of;
  return share >= virtual.low && share <= virtual.high;
}

function partOf({ profile, virtual, real }: Pair): string {
  const [there, here] = [shareOf(virtual), shareOf(real)];
  const points = Number((here - there).toFixed(1));
  return say('start.part', {
    profile,
    virtual: there.toFixed(1),
    real: here.toFixed(1),
    points: `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`,
  });
}
