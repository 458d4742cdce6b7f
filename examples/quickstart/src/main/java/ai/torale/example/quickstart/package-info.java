/** The first use, as an application: read {@link ai.torale.example.quickstart.Quickstart} first. */
@NullMarked
package ai.torale.example.quickstart;

import org.jspecify.annotations.NullMarked;
