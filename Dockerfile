# The harness with k6 inside: `docker build -t stillthere:local .`, then `docker run --rm --init stillthere:local run smoke`.
# Both base images are pinned by tag and digest; --build-arg takes others.
ARG NODE_IMAGE=node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0
ARG K6_IMAGE=grafana/k6:2.2.0@sha256:9bd01d6941fca969cb61bb57d2da5ee9b385fe2aa8881df3798c196564d6ace6

FROM ${K6_IMAGE} AS k6

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# The packages come first: they change less often than the sources, so Docker can reuse their layer.
COPY package.json package-lock.json ./
# npm ci calls this script, which has nothing to build at this point.
COPY scripts/prepare.mjs scripts/
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/
COPY src src/
COPY scenarios scenarios/
COPY presets presets/
# The scenarios refer to the JSON Schemas.
COPY docs/reference docs/reference/
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
# k6 is one static binary.
COPY --from=k6 /usr/bin/k6 /usr/local/bin/k6
COPY --from=build /app/package.json /app/
COPY --from=build /app/node_modules /app/node_modules/
COPY --from=build /app/dist /app/dist/
# For Grafana: `docker run --rm --entrypoint cat stillthere:local /app/dashboards/session-timeouts.json`.
COPY dashboards /app/dashboards/
# Run folders are written to ./runs: mount a volume, or a folder that user 1000 may write to, at /data/runs.
RUN ln -s /app/dist/src/cli/main.js /usr/local/bin/stillthere && mkdir -p /data/runs && chown -R node:node /data
USER node
WORKDIR /data
ENTRYPOINT ["stillthere"]
CMD ["--help"]
