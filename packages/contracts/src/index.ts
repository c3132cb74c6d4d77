export { ERROR_CATALOGUE, type ErrorCode, type ErrorContext } from './errors/catalogue';
export { EXIT, PipelineError, formatError } from './errors/pipeline-error';
