/** What Drive tells of a file or a folder of ours. */

export interface DriveFile {
  id: string;
  name: string;
  /** Empty where Drive tells of none: it lies in a folder of its owner's that is not shown to us. */
  folderId: string;
  md5: string;
  sizeBytes: number;
  link: string;
  /** By itself, or with a folder above it when that was thrown away; not where it was made in the trash later. */
  trashed: boolean;
  /** Put into the trash itself, not with a folder above it. */
  trashedItself: boolean;
}

/** A folder as Drive shows it. */
export interface DriveFolder {
  id: string;
  parentId?: string;
  /** By itself, or with a folder above it when that was thrown away; not where it was made in the trash later. */
  trashed: boolean;
}
