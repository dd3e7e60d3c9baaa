// One run over real sockets, from a request to a verdict, in six steps.
import { rm } from 'node:fs/promises';
import { saidBy } from '../language/language.ts';
import { UsageError } from '../scenario/define.ts';
import { drain } from './live/drain.ts';
import { judge } from './live/judge.ts';
import { launch } from './live/launch.ts';
import { play } from './live/play.ts';
import { prepare } from './live/prepare.ts';
import { readServer } from './live/read-server.ts';
import type { Prepared } from './live/state.ts';
import type { RunOutcome, RunRequest } from './request.ts';

/*
 * | step            | file                | what may fail                                                       | what comes of it                     |
 * |-----------------|---------------------|---------------------------------------------------------------------|--------------------------------------|
 * | prepare         | live/prepare.ts     | the request, the folder, the target's address, the speed asked for  | UsageError; no folder is left        |
 * | launch          | live/launch.ts      | the generator is not ready in time, the server does not start       | judged as invalid; ledger and logs stay |
 * | play            | live/play.ts        | server or generator dies, the target is deaf, Ctrl-C                | play ends; the next steps follow     |
 * | drain           | live/drain.ts       | somebody never settles                                              | "not drained"; the next steps follow |
 * | read the server | live/read-server.ts | the target does not say what it knows                               | judged as invalid; its database stays |
 * | judge           | live/judge.ts       | result.json cannot be written                                       | UsageError that tells the verdict; the ledger stays |
 *
 * A UsageError of launch to read-server (k6 refuses a script, say) ends the run as one of prepare does. Any other error there, such as
 * a full disk under the ledger, skips to the judge, who says so. Generator and server are ended before judging, in every case.
 */

/**
 * Plays a scenario over real sockets and judges it. Everything it starts is ended, whatever happens.
 * @throws UsageError for faults of the request; other errors only for faults of our own
 */
export async function conduct(request: RunRequest): Promise<RunOutcome> {
  const prepared = await prepare(request);
  const refused = await carryOut(prepared);
  if (refused !== undefined) {
    await rm(prepared.folder.path, { recursive: true, force: true });
    throw refused;
  }
  return judge(prepared);
}

/** The steps that have something running; none of it is left when this returns. */
async function carryOut(prepared: Prepared): Promise<UsageError | undefined> {
  try {
    const run = await launch(prepared);
    await play(run);
    await readServer(run, await drain(run));
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error;
    prepared.found.broken.push(saidBy(error));
    return undefined;
  } finally {
    for (let end = prepared.ends.pop(); end !== undefined; end = prepared.ends.pop()) await end();
  }
}
