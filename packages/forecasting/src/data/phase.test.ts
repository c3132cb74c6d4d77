import { refuseUncounted } from './phase';

it('refuses to count in steps of varying length, with frequency and period', () => {
  const business = { architecture: 'cyclenet', cycle: 5, frequency: 'B' };
  expect(() => refuseUncounted(business)).toThrow(
    expect.objectContaining({
      code: 'STEP_NOT_FIXED',
      message: expect.stringMatching(/"cyclenet" counts a cycle of 5 steps.*"B"/),
    }),
  );
  expect(() => refuseUncounted({ ...business, frequency: 'P1D' })).not.toThrow();
  expect(() => refuseUncounted({ ...business, cycle: undefined })).not.toThrow();
});
