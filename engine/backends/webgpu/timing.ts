// How long each call of a program takes on the device: by its own timestamps where it has them, else by
// the clock of the host, which counts the way there and back as well.
import { BufferUsage, MapMode } from './flags.ts';
import type { Recording } from './program.ts';

/** Most queries of one set, as the standard has it. */
const mostQueries = 4096;
const bytesPerQuery = 8;

/** Runs a program once; resolves with the milliseconds of each of its calls. */
export function timeCalls(device: GPUDevice, program: Recording): Promise<number[]> {
  const stamped = device.features.has('timestamp-query') && 2 * program.calls.length <= mostQueries;
  return stamped ? timeByStamps(device, program) : timeByClock(device, program);
}

/** A pass for each call, stamped as it begins and as it ends. */
async function timeByStamps(device: GPUDevice, program: Recording): Promise<number[]> {
  const count = 2 * program.calls.length;
  const bytes = count * bytesPerQuery;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({
    size: bytes,
    usage: BufferUsage.queryResolve | BufferUsage.copySrc,
  });
  const read = device.createBuffer({ size: bytes, usage: BufferUsage.mapRead | BufferUsage.copyDst });
  try {
    for (const [from, to] of program.portions) {
      const encoder = device.createCommandEncoder({ label: 'timed' });
      for (let call = from; call < to; call++) {
        const [beginningOfPassWriteIndex, endOfPassWriteIndex] = [2 * call, 2 * call + 1];
        const pass = encoder.beginComputePass({
          timestampWrites: { querySet, beginningOfPassWriteIndex, endOfPassWriteIndex },
        });
        program.encode(pass, call, call + 1);
        pass.end();
      }
      device.queue.submit([encoder.finish()]);
    }
    const encoder = device.createCommandEncoder({ label: 'times' });
    encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, read, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(MapMode.read);
    const nanoseconds = new BigInt64Array(read.getMappedRange().slice(0));
    // Devices may set their counters back: such a call is given no time rather than a negative one.
    return program.calls.map((_, call) =>
      Math.max(0, Number(nanoseconds[2 * call + 1] - nanoseconds[2 * call]) / 1e6),
    );
  } finally {
    for (const made of [querySet, resolved, read]) made.destroy();
  }
}

/** Each call waited for. */
async function timeByClock(device: GPUDevice, program: Recording): Promise<number[]> {
  const milliseconds: number[] = [];
  await device.queue.onSubmittedWorkDone();
  for (let call = 0; call < program.calls.length; call++) {
    const began = performance.now();
    const encoder = device.createCommandEncoder({ label: 'timed' });
    const pass = encoder.beginComputePass();
    program.encode(pass, call, call + 1);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    milliseconds.push(performance.now() - began);
  }
  return milliseconds;
}
