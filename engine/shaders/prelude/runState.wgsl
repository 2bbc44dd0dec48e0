// Positions in the buffers "run.state" (u32) and "run.hyper" (f32), as in ops/runState.ts.

const stateSeed = 0u;
const stateStep = 1u;
const statePosition = 2u;
const stateOrderStart = 3u;
const stateOrderEpoch = 4u;
const stateTrainCount = 5u;
const stateEvaluateFrom = 6u;
const stateEvaluateTo = 7u;
const stateMirror = 8u;
const stateShift = 9u;
const stateHalted = 10u;
const stateOptimiserStart = 11u;
const stateCutout = 12u;
const stateLook = 13u;

const hyperLearningRate = 0u;
const hyperL2 = 1u;
const hyperMomentum = 2u;
const hyperBeta2 = 3u;
const hyperRho = 4u;
const hyperEpsilon = 5u;
const hyperDecay = 6u;
const hyperClipNorm = 7u;
const hyperFilterLimit = 8u;
const hyperNesterov = 9u;
const hyperAveraging = 10u;

const ringLength = 256u;
const outcomeLength = 1024u;
