// Requests that only look at the run: its status, its images, what the net says of them, what is inside it, and the
// time that it takes. Nothing that is learned changes.
import { measurePeak } from '../inspect/peak.ts';
import { inspectViews } from '../inspect/views.ts';
import { predictRange } from '../train/evaluate.ts';
import { previewBatch } from '../train/preview.ts';
import { exampleOf, requireExample, requireImage, samplesOf } from './examples.ts';
import type { Requests } from './protocol.ts';
import { Session } from './session.ts';

export class Looks extends Session {
  async status() {
    return this.currentStatus();
  }

  async samples({ perClass }: Requests['samples'][0]) {
    return samplesOf(this.trainer.run.dataset, perClass);
  }

  previewBatch({ count }: Requests['previewBatch'][0]) {
    const { run } = this.trainer;
    return run.use(() => previewBatch(run, count));
  }

  async previewViews({ example }: Requests['previewViews'][0]) {
    const { run } = this.trainer;
    requireExample(run.dataset, example);
    return run.use(() => inspectViews(run, () => this.inspector.of(run), example));
  }

  async evaluate({ split, limit }: Requests['evaluate'][0]) {
    return (await this.trainer.evaluateNow(split, limit))!;
  }

  async predict({ image }: Requests['predict'][0]) {
    await this.trainer.underWay();
    const { run } = this.trainer;
    const bytes = requireImage(run.dataset, image);
    const { probabilities } = await run.use(async () =>
      (await this.inspector.of(run)).inspect({ image: bytes, label: 0 }, []),
    );
    return { label: probabilities.indexOf(Math.max(...probabilities)), probabilities };
  }

  async predictions({ from, count }: Requests['predictions'][0]) {
    const { run } = this.trainer;
    const [step, generation] = [run.step, this.generation];
    const rows = await run.use(() => predictRange(run, from, count));
    const images = rows.map((probabilities, i) => ({
      index: from + i,
      ...exampleOf(run, from + i),
      probabilities,
    }));
    return { step, generation, images };
  }

  async inspect({ example, tensors }: Requests['inspect'][0]) {
    await this.trainer.underWay();
    const { run } = this.trainer;
    const { generation } = this;
    const shown = exampleOf(run, example);
    const looked = await run.use(async () => (await this.inspector.of(run)).inspect(shown, tensors));
    return { generation, ...shown, ...looked };
  }

  async tensor({ name, gradient, example = 0 }: Requests['tensor'][0]) {
    const { tensors } = await this.inspect({ example, tensors: [gradient ? `${name}.gradient` : name] });
    return tensors[0];
  }

  async timeStep() {
    const times = await this.trainer.timeStep();
    if (!times) return null;
    const calls = times.map(({ call: { layer, op, pass }, ...rest }) => ({ layer, op, pass, ...rest }));
    return { calls };
  }

  measurePeak() {
    return this.trainer.undisturbed((run) => measurePeak(run.backend));
  }
}
