/** Teach a model and say how it ended; the Teach and Verify pages both offer it. */

import { api } from "./api";
import type { Desk } from "./desk.svelte";
import { strings } from "./strings";
import { attempt, toast } from "./toasts.svelte";

export async function train(desk: Desk): Promise<boolean> {
  const done = await attempt(async () => desk.finish(await api.teaching.train(desk.id)));
  if (done) toast(strings.teach.taught);
  return done !== undefined;
}
