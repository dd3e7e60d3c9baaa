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
 * | play            | live/play.ts        | server or generator dies, the target sends nothing, Ctrl-C          | play ends; the next steps follow     |
 * | drain           | live/drain.ts       | some messages never settle                                          | "not drained"; the next steps follow |
 * | read the server | live/read-server.ts | the target cannot be read                                           | judged as invalid; its database stays |
 * | judge           | live/judge.ts       | result.json cannot be written                                       | UsageError that tells the verdict; the ledger stays |
 *
 * A UsageError of the steps from launch to read-server (for example, k6 refuses a script) ends the
 * run as one of prepare does. Any other error there, such as a full disk under the ledger, skips to
 * judging, which reports it. In every case, generator and server are ended before judging.
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

/** Runs the steps that start processes; all of them have ended when this returns. */
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
