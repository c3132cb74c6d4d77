# The two commands of the README on a bare Debian:
#   docker build --tag tsdistill .
#   docker run --rm --volume "$PWD/data:/home/node/tsdistill/data" tsdistill     runs the default experiments
#   docker run --rm tsdistill npm test                                           passes the tests
FROM node:20-bookworm-slim AS tools
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates g++ git python3 python3-pip \
  && rm -rf /var/lib/apt/lists/*
USER node
RUN mkdir /home/node/tsdistill
WORKDIR /home/node/tsdistill

FROM tools
COPY --chown=node:node . .
RUN npm ci
CMD ["npx", "nx", "run", "pipeline:all"]
