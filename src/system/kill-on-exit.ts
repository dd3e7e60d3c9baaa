// Kills process groups when this process exits: a stopped or hung child would not notice the exit.

/**
 * Kills these process groups when this process exits, until the returned function is called.
 * @param groups their leaders at that moment; undefined and 0 stand for what has not started
 */
export function killOnExit(groups: () => readonly (number | undefined)[]): () => void {
  const kill = (): void => {
    for (const pid of groups()) {
      if (pid === undefined || pid <= 0) continue;
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    }
  };
  process.once('exit', kill);
  return () => void process.off('exit', kill);
}
