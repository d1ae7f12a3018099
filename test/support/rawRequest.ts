import http from 'node:http';

export interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** One request on a connection of its own, its answer whole. */
export function rawRequest(url: string, options: http.RequestOptions = {}, body?: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The code of the error in an answer. */
export function errorCode({ text }: Got): string {
  return (JSON.parse(text) as { error: { code: string } }).error.code;
}
