/** True in the build that is one HTML file. */
declare const __ONE_FILE__: boolean;
