export { excessLoss, frontRanks, nearestToFront, type SizedLoss } from './accuracy-size-front';
export { type Candidate, listCandidates, type SearchSpace } from './candidates';
export { frontOf, judgementOrder } from './judgement-order';
export { halve, type Rung, rungEpochs, type RungLoss } from './successive-halving';
export { usableLookbacks } from './usable-lookbacks';
export { drawFront } from './draw-front';
