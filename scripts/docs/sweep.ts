// Draws docs/explanation/speed-sweep.svg from speed-sweep.json:
// how far each speed shifts the timeout rate.
import { readFileSync } from 'node:fs';
import { keepPages } from '../pages.ts';
import type { Bent, Sweep } from '../sweep.ts';

const sweep = JSON.parse(
  readFileSync(new URL('../../docs/explanation/speed-sweep.json', import.meta.url), 'utf8'),
) as Sweep;
const { speeds, hazard, engine, machine } = sweep;

const SIZE = { width: 720, height: 420 };
const FRAME = { left: 64, right: 24, top: 48, bottom: 64 };
/** Percentage points up and down; a value beyond is written as a number. */
const MOST = 4;
const epsilons = speeds.map(({ epsilon }) => epsilon).sort((a, b) => a - b);
const EPSILON = epsilons[Math.floor(epsilons.length / 2)] ?? 0;
const LIMIT = 0.01 / ((EPSILON / 1e6) * hazard);

const fastest = Math.max(...speeds.map(({ speed }) => speed));
const slowest = Math.min(...speeds.map(({ speed }) => speed));
const [FROM, TO] = [Math.log2(slowest / 1.5), Math.log2(fastest * 1.5)];

const x = (speed: number): number =>
  FRAME.left + ((Math.log2(speed) - FROM) / (TO - FROM)) * (SIZE.width - FRAME.left - FRAME.right);
const y = (points: number): number =>
  FRAME.top + ((MOST - points) / (2 * MOST)) * (SIZE.height - FRAME.top - FRAME.bottom);
const at = (value: number): string => value.toFixed(1);

function line(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${style}/>`;
}
function text(px: number, py: number, said: string, style = ''): string {
  return `<text x="${at(px)}" y="${at(py)}" ${style}>${said}</text>`;
}

/** Draws a mean with its 90 % interval, slightly beside its speed. */
function mark(speed: number, beside: number, { mean, half90 }: Bent, colour: string): string {
  const px = x(speed) + beside;
  const [low, high] = [Math.max(-MOST, mean - half90), Math.min(MOST, mean + half90)];
  const stroke = `stroke="${colour}" stroke-width="2"`;
  const end = (points: number, value: number): string =>
    points === value ? line(px - 4, y(points), px + 4, y(points), stroke) : '';
  const isBeyond = Math.abs(mean) > MOST;
  const told = `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(0)} ± ${half90.toFixed(0)}`;
  return [
    line(px, y(low), px, y(high), stroke),
    end(low, mean - half90),
    end(high, mean + half90),
    isBeyond
      ? text(px - 8, y(Math.sign(mean) * MOST) + (mean < 0 ? -6 : 14), told, `text-anchor="end" fill="${colour}"`)
      : `<circle cx="${at(px)}" cy="${at(y(mean))}" r="4" fill="${colour}"/>`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The most that lateness can shift the rate at a speed, percentage points: 1 − exp(−N·ε·h). */
const bound = (speed: number): number => 100 * (1 - Math.exp((-speed * EPSILON * hazard) / 1e6));

function boundCurve(sign: number): string {
  const steps = Array.from({ length: 101 }, (_, i) => 2 ** (FROM + ((TO - FROM) * i) / 100));
  const points = steps.map((speed) => [x(speed), sign * bound(speed)] as const).filter(([, b]) => Math.abs(b) <= MOST);
  const path = points.map(([px, b]) => `${at(px)},${at(y(b))}`).join(' ');
  return `<polyline points="${path}" fill="none" stroke="#b45309" stroke-width="1.5" stroke-dasharray="6 4"/>`;
}

const [right, bottom] = [SIZE.width - FRAME.right, SIZE.height - FRAME.bottom];
const BIAS = '#2563eb';
const TOTAL = '#111827';
const grey = 'stroke="#d1d5db"';

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="12" fill="#374151" role="img">
<!-- Made by scripts/docs/sweep.ts from speed-sweep.json: change that, then npm run docs -->
<title>Difference of the timeout rate from virtual time, by speed</title>
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#ffffff"/>
<rect x="${FRAME.left}" y="${at(y(1))}" width="${right - FRAME.left}" height="${at(y(-1) - y(1))}" fill="#dcfce7"/>
${Array.from({ length: 2 * MOST + 1 }, (_, i) => i - MOST)
  .map(
    (n) =>
      `${line(FRAME.left, y(n), right, y(n), grey)}\n${text(FRAME.left - 8, y(n) + 4, `${n > 0 ? '+' : n < 0 ? '−' : ''}${Math.abs(n)}`, 'text-anchor="end"')}`,
  )
  .join('\n')}
${speeds.map(({ speed, pairs }) => `${text(x(speed), bottom + 18, `${speed}×`, 'text-anchor="middle"')}\n${text(x(speed), bottom + 34, `${pairs} pairs`, 'text-anchor="middle" font-size="10"')}`).join('\n')}
${line(x(LIMIT), FRAME.top, x(LIMIT), bottom, 'stroke="#b45309" stroke-width="1.5"')}
${text(x(LIMIT) + 4, FRAME.top + 12, `reliable up to ${Math.floor(LIMIT)}×`, 'fill="#b45309"')}
${boundCurve(1)}
${boundCurve(-1)}
${speeds.map(({ speed, compression, total }) => `${mark(speed, -5, compression, BIAS)}\n${mark(speed, 5, total, TOTAL)}`).join('\n')}
${text(FRAME.left, 20, 'Timeout rate against virtual time, percentage points, with 90 % intervals', 'font-size="14" fill="#111827"')}
<circle cx="${FRAME.left + 5}" cy="34" r="4" fill="${BIAS}"/>
${text(FRAME.left + 14, 38, 'compression: virtual time, latencies × speed')}
<circle cx="${FRAME.left + 285}" cy="34" r="4" fill="${TOTAL}"/>
${text(FRAME.left + 294, 38, `real sockets (${engine})`)}
${line(FRAME.left + 430, 34, FRAME.left + 454, 34, 'stroke="#b45309" stroke-width="1.5" stroke-dasharray="6 4"')}
${text(FRAME.left + 460, 38, `what ε = ${(EPSILON / 1000).toFixed(1)} ms may bend`)}
${text(right, SIZE.height - 10, `${machine.cores} cores, load ${machine.load}`, 'text-anchor="end" font-size="10"')}
${text(FRAME.left, SIZE.height - 10, 'speed: model seconds per real second; green: within ±1 pp', 'font-size="10"')}
</svg>
`;

await keepPages({ 'docs/explanation/speed-sweep.svg': svg });
