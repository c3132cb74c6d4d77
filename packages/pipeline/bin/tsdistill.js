#!/usr/bin/env node
// Committed, because npm links it before anything is built.
require('../dist/main.js');
