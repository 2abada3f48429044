/** The version that runs, as manifests and reports say it; equal to package.json's (a test compares). */
export const version = "0.1.0";
