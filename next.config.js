/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` type-checks the whole project, tests included; a second time here would only slow every build.
  typescript: { ignoreBuildErrors: true },
  // Title and pictures stand in the head for everybody: a chat that Next does not know looks nowhere else.
  htmlLimitedBots: /.*/,
  // Most builds are of a fresh clone: writing what the next one might use again is a fifth of their processor time.
  experimental: { globalNotFound: true, turbopackFileSystemCacheForBuild: false },
};

export default config;
