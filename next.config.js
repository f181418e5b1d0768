/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` type-checks the whole project, tests included; a second time here would only slow every build.
  typescript: { ignoreBuildErrors: true },
  // Title and pictures stand in the head for everybody: a chat that Next does not know looks nowhere else.
  htmlLimitedBots: /.*/,
  experimental: { globalNotFound: true },
};

export default config;
