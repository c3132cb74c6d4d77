import { breathe, InterruptedError, type StageHost } from './stage-host';

const hostOf = (signal: AbortSignal) => ({ signal }) as StageHost;

it('lets timers and messages be handled between two steps of work', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('event'));
  await breathe(hostOf(new AbortController().signal));
  order.push('work');
  expect(order).toEqual(['event', 'work']);
});

it('stops work when the user asked to, even while it was waiting', async () => {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  await expect(breathe(hostOf(controller.signal))).rejects.toBeInstanceOf(InterruptedError);
  await expect(breathe(hostOf(AbortSignal.abort()))).rejects.toThrow('run the same command again');
});
