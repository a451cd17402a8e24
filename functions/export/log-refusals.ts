/**
 * Every call to Drive that Google refuses, in the log: also those that are mended or waited out, and would be seen nowhere
 * else. The metric `drive_refusals` is made of these lines (infra/metrics.tf).
 */
import { asFailure } from '../domain/errors.ts';
import type { Drive, Drives, Log } from '../domain/ports.ts';

/** The same drives, each refusal logged by what it means to us. */
export function loggingRefusals(drives: Drives, log: Log): Drives {
  return {
    of(connection) {
      const drive = drives.of(connection);
      const { partnerSpace } = connection;
      const logged =
        <Given extends unknown[], Answer>(call: keyof Drive, ask: (...given: Given) => Promise<Answer>) =>
        async (...given: Given): Promise<Answer> => {
          try {
            return await ask(...given);
          } catch (error) {
            const { code: failure } = asFailure(error);
            // That was found out without Google: the token is gone from Secret Manager.
            if (failure !== 'connectionChanged') log.info('Google refused', { partnerSpace, call, failure });
            throw error;
          }
        };
      return {
        drawIds: logged('drawIds', drive.drawIds),
        createFolder: logged('createFolder', drive.createFolder),
        createFile: logged('createFile', drive.createFile),
        updateFile: logged('updateFile', drive.updateFile),
        file: logged('file', drive.file),
        folders: logged('folders', drive.folders),
        liveFiles: logged('liveFiles', drive.liveFiles),
        folder: logged('folder', drive.folder),
      };
    },
  };
}
