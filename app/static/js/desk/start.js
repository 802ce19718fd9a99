// Everything that the desk's page does by script. Only this file has a version in its address: what it loads, it loads once.
import "./desk.js";
import "./camera.js";
import "./offline.js";
