import axios, { AxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { ApiError } from './api-error.ts';

/** One request over the network; one that never reached the server is an `ApiError` too. */
export async function sendRequest(config: AxiosRequestConfig): Promise<AxiosResponse<unknown>> {
  try {
    return await axios.request(config);
  } catch (error) {
    if (axios.isCancel(error)) throw error;
    if (error instanceof AxiosError) throw new ApiError('no-connection', error.message, null, { cause: error });
    throw error;
  }
}
