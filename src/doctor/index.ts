export type { DoctorCheck } from './check.ts';
export { type DoctorOptions, type DoctorReport, doctor } from './doctor.ts';
