FROM node:20-bookworm-slim
WORKDIR /havenwacht
RUN mkdir /data && chown node:node /havenwacht /data
USER node

# The packages first: they are fetched again only when the lock changes.
COPY --chown=node:node package.json package-lock.json .npmrc ./
COPY --chown=node:node lib/cli/project.mjs lib/cli/
RUN node -e "import('./lib/cli/project.mjs').then((project) => project.ensureInstalled())"

COPY --chown=node:node . .
RUN node lib/cli/run.mjs build

ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data NEXT_TELEMETRY_DISABLED=1
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "lib/cli/run.mjs", "real"]
